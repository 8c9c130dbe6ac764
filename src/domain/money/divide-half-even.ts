/** The integer nearest to `dividend / divisor`, the even one of two equally near; `divisor` > 0. */
export const divideHalfEven = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const twiceRest = 2n * (rest < 0n ? -rest : rest);
  const isNextNearer = twiceRest > divisor || (twiceRest === divisor && quotient % 2n !== 0n);
  if (!isNextNearer) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
};
