/** Numbers, bits, geometry of the plane and chance. */
export const numberFunctions = `
ABS(number) # Without its sign
ACOS(number) # Arc cosine in radians
ACOSH(number) # Inverse hyperbolic cosine
ASIN(number) # Arc sine in radians
ASINH(number) # Inverse hyperbolic sine
ATAN(number) # Arc tangent in radians
ATAN2(y, x) # Angle of a point in radians
ATANH(number) # Inverse hyperbolic tangent
BITAND(a, b) # Bits set in both
BITNOT(number) # Every bit the other way round
BITOR(a, b) # Bits set in either
BITSHIFTLEFT(number, bits) # Bits moved to the left
BITSHIFTRIGHT(number, bits) # Bits moved to the right
BITXOR(a, b) # Bits set in one only
BIT_AND(a, b) # Bits set in both
BIT_NOT(number) # Every bit the other way round
BIT_OR(a, b) # Bits set in either
BIT_SHIFTLEFT(number, bits) # Bits moved to the left
BIT_SHIFTRIGHT(number, bits) # Bits moved to the right
BIT_XOR(a, b) # Bits set in one only
CBRT(number) # Cube root
CEIL(number [, scale]) # Rounded up, to so many digits behind the point
CEILING(number [, scale]) # Rounded up, to so many digits behind the point
COS(angle) # Cosine of radians
COSH(number) # Hyperbolic cosine
COT(angle) # Cotangent of radians
DEGREES(radians) # Radians in degrees
DIV0(dividend, divisor) # Division that gives 0 when divided by 0
DIV0NULL(dividend, divisor) # Division that gives 0 when divided by 0 or NULL
EXP(number) # e to a power
FACTORIAL(number) # Product of the whole numbers up to it, 0 to 33
FLOOR(number [, scale]) # Rounded down, to so many digits behind the point
GETBIT(number, position) # One bit, counted from the right from 0
HAVERSINE(lat1, lon1, lat2, lon2) # Distance of two points on the earth in kilometres
LN(number) # Natural logarithm
LOG(base, number) # Logarithm to a base
MOD(dividend, divisor) # Rest of a division, with the sign of the dividend
NORMAL(mean, deviation, generator) # A random number of the normal distribution
PI() # The number π, 3.14159…
POW(base, exponent) # A power
POWER(base, exponent) # A power
RADIANS(degrees) # Degrees in radians
RANDOM([seed]) # A random whole number of 64 bits
RANDSTR(length, generator) # A random text of letters and digits
ROUND(number [, scale] [, mode]) # Rounded half away from zero, or to even, to so many digits behind the point
SEQ1([sign]) # Whole numbers from 0, one byte, with gaps
SEQ2([sign]) # Whole numbers from 0, two bytes, with gaps
SEQ4([sign]) # Whole numbers from 0, four bytes, with gaps
SEQ8([sign]) # Whole numbers from 0, eight bytes, with gaps
SIGN(number) # Its sign as a number: -1, 0 or 1
SIN(angle) # Sine of radians
SINH(number) # Hyperbolic sine
SQRT(number) # Square root
SQUARE(number) # The number times itself
TAN(angle) # Tangent of radians
TANH(number) # Hyperbolic tangent
TRUNC(number [, scale]) # Digits cut off; of a date: see TRUNC(date, part)
TRUNCATE(number [, scale]) # Digits cut off
UNIFORM(min, max, generator) # A random number between two, both included
WIDTH_BUCKET(value, min, max, count) # Number of the bucket of a histogram with equal widths
ZIPF(s, n, generator) # A random number of the Zipf distribution
`;
