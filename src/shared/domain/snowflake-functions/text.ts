/** Texts, binaries, hashes and regular expressions. */
export const textFunctions = `
ASCII(text) # Code of the first character
BASE64_DECODE_BINARY(text [, alphabet]) # Base64 as a binary
BASE64_DECODE_STRING(text [, alphabet]) # Base64 as a text
BASE64_ENCODE(value [, max_line_length] [, alphabet]) # Text or binary as base64
BIT_LENGTH(value) # Length in bits
CHAR(code) # The character of a Unicode code point
CHARINDEX(wanted, text [, start]) # Where a text first stands in another, from 1; 0 where it does not
CHR(code) # The character of a Unicode code point
COLLATE(text, collation) # The text with a collation to compare and sort by
COLLATION(text) # The collation of a text
COMPRESS(value, method) # Compressed binary; the method is SNAPPY, ZLIB, ZSTD or BZ2
CONCAT(value [, value ...]) # Values joined; NULL when one is NULL
CONCAT_WS(separator, value [, value ...]) # Values joined with a separator; NULL when one is NULL
CONTAINS(text, wanted) # Whether a text stands in another
DECOMPRESS_BINARY(value, method) # What COMPRESS made, as a binary
DECOMPRESS_STRING(value, method) # What COMPRESS made, as a text
EDITDISTANCE(text, other [, max]) # Levenshtein distance of two texts, up to a maximum
ENDSWITH(text, end) # Whether a text ends with another
HEX_DECODE_BINARY(text) # Hexadecimal digits as a binary
HEX_DECODE_STRING(text) # Hexadecimal digits as a text
HEX_ENCODE(value [, case]) # Hexadecimal digits; case 1 is upper, 0 lower
ILIKE(text, pattern [, escape]) # LIKE whatever the case
INITCAP(text [, delimiters]) # Every word with a capital letter
INSERT(text, start, length, new) # Replaces a part of a text, counted from 1
JAROWINKLER_SIMILARITY(text, other) # How alike two texts are, 0 to 100
LEFT(text, length) # The first characters
LEN(value) # Characters of a text, bytes of a binary
LENGTH(value) # Characters of a text, bytes of a binary
LIKE(text, pattern [, escape]) # Whether a text matches a pattern with % and _
LOWER(text) # In lower case
LPAD(text, length [, fill]) # Filled from the left, or cut, to a length
LTRIM(text [, characters]) # Without blanks, or the given characters, at the left
MD5(text) # MD5 in 32 hexadecimal digits
MD5_BINARY(text) # MD5 as 16 bytes
MD5_HEX(text) # MD5 in 32 hexadecimal digits
MD5_NUMBER_LOWER64(text) # The lower 64 bits of MD5 as a number
MD5_NUMBER_UPPER64(text) # The upper 64 bits of MD5 as a number
OCTET_LENGTH(value) # Length in bytes
PARSE_IP(text, 'INET' [, permissive]) # The parts of an IP address as an object
PARSE_URL(text [, permissive]) # The parts of a URL as an object
POSITION(wanted, text [, start]) # Where a text first stands in another, from 1; 0 where it does not
REGEXP_COUNT(text, pattern [, start] [, parameters]) # How often a pattern occurs
REGEXP_EXTRACT_ALL(text, pattern [, start] [, occurrence] [, parameters] [, group]) # Everything that matches, as an array
REGEXP_INSTR(text, pattern [, start] [, occurrence] [, option] [, parameters] [, group]) # Where a pattern occurs, from 1; 0 where it does not
REGEXP_LIKE(text, pattern [, parameters]) # Whether the whole text matches a pattern
REGEXP_REPLACE(text, pattern [, new] [, start] [, occurrence] [, parameters]) # Replaces what matches; \\\\1 is the first group
REGEXP_SUBSTR(text, pattern [, start] [, occurrence] [, parameters] [, group]) # What matches a pattern, or one group of it
REGEXP_SUBSTR_ALL(text, pattern [, start] [, occurrence] [, parameters] [, group]) # Everything that matches, as an array
REPEAT(text, count) # A text several times
REPLACE(text, wanted [, new]) # Every occurrence of a text replaced, or left out
REVERSE(text) # The characters from the end
RIGHT(text, length) # The last characters
RLIKE(text, pattern [, parameters]) # Whether the whole text matches a pattern
RPAD(text, length [, fill]) # Filled from the right, or cut, to a length
RTRIM(text [, characters]) # Without blanks, or the given characters, at the right
RTRIMMED_LENGTH(text) # Characters without blanks at the end
SHA1(text) # SHA-1 in 40 hexadecimal digits
SHA1_BINARY(text) # SHA-1 as 20 bytes
SHA1_HEX(text) # SHA-1 in 40 hexadecimal digits
SHA2(text [, bits]) # SHA-2 in hexadecimal digits; 224, 256 (as usual), 384 or 512 bits
SHA2_BINARY(text [, bits]) # SHA-2 as a binary
SHA2_HEX(text [, bits]) # SHA-2 in hexadecimal digits; 224, 256 (as usual), 384 or 512 bits
SOUNDEX(text) # A code of how an English word sounds
SOUNDEX_P123(text) # SOUNDEX that keeps more of the first consonants
SPACE(count) # So many blanks
SPLIT(text, separator) # The parts between separators, as an array
SPLIT_PART(text, separator, part) # One part between separators, from 1; from the end when negative
STARTSWITH(text, start) # Whether a text starts with another
STRTOK(text [, delimiters] [, part]) # One token, from 1; every character of the delimiters separates
STRTOK_TO_ARRAY(text [, delimiters]) # All tokens as an array
SUBSTR(text, start [, length]) # A part of a text, from 1; from the end when negative
SUBSTRING(text, start [, length]) # A part of a text, from 1; from the end when negative
TRANSLATE(text, from, to) # Characters replaced one by one
TRIM(text [, characters]) # Without blanks, or the given characters, at both ends
TRY_BASE64_DECODE_BINARY(text [, alphabet]) # Base64 as a binary; NULL where it is none
TRY_BASE64_DECODE_STRING(text [, alphabet]) # Base64 as a text; NULL where it is none
TRY_HEX_DECODE_BINARY(text) # Hexadecimal digits as a binary; NULL where they are none
TRY_HEX_DECODE_STRING(text) # Hexadecimal digits as a text; NULL where they are none
UNICODE(text) # Unicode code point of the first character
UPPER(text) # In upper case
UUID_STRING([namespace, name]) # A random UUID, or the one of a name
`;
