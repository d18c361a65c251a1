/** Functions of many rows: aggregates and windows. */
export const aggregateFunctions = `
ANY_VALUE([DISTINCT] value) # Some value of the group
APPROXIMATE_COUNT_DISTINCT([DISTINCT] value [, value ...]) # About how many different values there are
APPROXIMATE_JACCARD_INDEX(minhash) # How alike sets are, about, from their MINHASH
APPROXIMATE_SIMILARITY(minhash) # How alike sets are, about, from their MINHASH
APPROX_COUNT_DISTINCT([DISTINCT] value [, value ...]) # About how many different values there are
APPROX_PERCENTILE(value, fraction) # About the value below which a fraction of the values lies
APPROX_PERCENTILE_ACCUMULATE(value) # State of APPROX_PERCENTILE, to be kept
APPROX_PERCENTILE_COMBINE(state) # Such states made one
APPROX_PERCENTILE_ESTIMATE(state, fraction) # A percentile of such a state
APPROX_TOP_K(value [, k] [, counters]) # About the most frequent values, with their counts
APPROX_TOP_K_ACCUMULATE(value, counters) # State of APPROX_TOP_K, to be kept
APPROX_TOP_K_COMBINE(state [, counters]) # Such states made one
APPROX_TOP_K_ESTIMATE(state [, k]) # The most frequent values of such a state
ARRAYAGG([DISTINCT] value) [WITHIN GROUP (ORDER BY ...)] # The values as an array, without NULLs
ARRAY_AGG([DISTINCT] value) [WITHIN GROUP (ORDER BY ...)] # The values as an array, without NULLs
ARRAY_UNION_AGG(array) # All elements of arrays, as often as in the one with most
ARRAY_UNIQUE_AGG(value) # The different values as an array
AVG([DISTINCT] number) # Mean of the values that are not NULL
BITANDAGG(number) # Bits set in all
BITAND_AGG(number) # Bits set in all
BITMAP_BIT_POSITION(number) # Position of a number in its bitmap
BITMAP_BUCKET_NUMBER(number) # Number of the bitmap of a number
BITMAP_CONSTRUCT_AGG(position) # Bitmap of positions
BITMAP_COUNT(bitmap) # How many bits are set
BITMAP_OR_AGG(bitmap) # Bits set in any bitmap
BITORAGG(number) # Bits set in any
BITOR_AGG(number) # Bits set in any
BITXORAGG(number) # Bits set in an odd number of them
BITXOR_AGG(number) # Bits set in an odd number of them
BOOLAND_AGG(value) # Whether all are true
BOOLOR_AGG(value) # Whether any is true
BOOLXOR_AGG(value) # Whether exactly one is true
CONDITIONAL_CHANGE_EVENT(value) OVER ([PARTITION BY ...] ORDER BY ...) # Grows by 1 whenever the value changes
CONDITIONAL_TRUE_EVENT(condition) OVER ([PARTITION BY ...] ORDER BY ...) # Grows by 1 whenever the condition is true
CORR(y, x) # Correlation of two numbers
COUNT(*) # How many rows there are
COUNT([DISTINCT] value [, value ...]) # How many rows there are in which no value is NULL
COUNT_IF(condition) # In how many rows a condition is true
COVAR_POP(y, x) # Covariance of a whole population
COVAR_SAMP(y, x) # Covariance of a sample
CUME_DIST() OVER ([PARTITION BY ...] ORDER BY ...) # Fraction of the rows up to this one
DENSE_RANK() OVER ([PARTITION BY ...] ORDER BY ...) # Rank without gaps
FIRST_VALUE(value) [IGNORE NULLS] OVER ([PARTITION BY ...] ORDER BY ...) # The value of the first row
GROUPING(column [, column ...]) # Which columns a subtotal is over, as bits
GROUPING_ID(column [, column ...]) # Which columns a subtotal is over, as bits
HASH_AGG([DISTINCT] value [, value ...]) # One hash of all rows, in whatever order
HLL([DISTINCT] value [, value ...]) # About how many different values there are
HLL_ACCUMULATE(value) # State of HLL, to be kept
HLL_COMBINE(state) # Such states made one
HLL_ESTIMATE(state) # About how many different values such a state saw
HLL_EXPORT(state) # State of HLL as an object
HLL_IMPORT(object) # State of HLL from an object
KURTOSIS(number) # Excess kurtosis
LAG(value [, offset] [, otherwise]) [IGNORE NULLS] OVER ([PARTITION BY ...] ORDER BY ...) # The value of an earlier row
LAST_VALUE(value) [IGNORE NULLS] OVER ([PARTITION BY ...] ORDER BY ...) # The value of the last row
LEAD(value [, offset] [, otherwise]) [IGNORE NULLS] OVER ([PARTITION BY ...] ORDER BY ...) # The value of a later row
LISTAGG([DISTINCT] text [, separator]) [WITHIN GROUP (ORDER BY ...)] # Texts joined with a separator
MAX(value) # The greatest value
MAX_BY(value, by [, count]) # The value of the row in which another is greatest
MEDIAN(number) # The middle value
MIN(value) # The least value
MINHASH(k, value [, value ...]) # State that sets are compared by
MINHASH_COMBINE(state) # Such states made one
MIN_BY(value, by [, count]) # The value of the row in which another is least
MODE(value) # The most frequent value
NTH_VALUE(value, n) [FROM FIRST] OVER ([PARTITION BY ...] ORDER BY ...) # The value of the nth row
NTILE(count) OVER ([PARTITION BY ...] ORDER BY ...) # Number of one of so many equal groups
OBJECT_AGG(key, value) # Keys and values as an object
PERCENTILE_CONT(fraction) WITHIN GROUP (ORDER BY number) # Percentile between the values
PERCENTILE_DISC(fraction) WITHIN GROUP (ORDER BY value) # Percentile that is one of the values
PERCENT_RANK() OVER ([PARTITION BY ...] ORDER BY ...) # Rank from 0 to 1
RANK() OVER ([PARTITION BY ...] ORDER BY ...) # Rank with gaps behind equal ones
RATIO_TO_REPORT(number) OVER ([PARTITION BY ...]) # Share of the sum
REGR_AVGX(y, x) # Mean of x where both are not NULL
REGR_AVGY(y, x) # Mean of y where both are not NULL
REGR_COUNT(y, x) # Rows in which both are not NULL
REGR_INTERCEPT(y, x) # Intercept of the regression line
REGR_R2(y, x) # How well the regression line fits
REGR_SLOPE(y, x) # Slope of the regression line
REGR_SXX(y, x) # Sum of squares of x
REGR_SXY(y, x) # Sum of products
REGR_SYY(y, x) # Sum of squares of y
ROW_NUMBER() OVER ([PARTITION BY ...] ORDER BY ...) # 1, 2, 3, … in this order
SKEW(number) # Skewness
STDDEV([DISTINCT] number) # Standard deviation of a sample
STDDEV_POP([DISTINCT] number) # Standard deviation of a whole population
STDDEV_SAMP([DISTINCT] number) # Standard deviation of a sample
STRING_AGG([DISTINCT] text [, separator]) [WITHIN GROUP (ORDER BY ...)] # Texts joined with a separator
SUM([DISTINCT] number) # Sum; NULL without any value
VARIANCE([DISTINCT] number) # Variance of a sample
VARIANCE_POP([DISTINCT] number) # Variance of a whole population
VARIANCE_SAMP([DISTINCT] number) # Variance of a sample
VAR_POP([DISTINCT] number) # Variance of a whole population
VAR_SAMP([DISTINCT] number) # Variance of a sample
`;
