/** 1234567 → '1,234,567', wherever the report is written. */
export const countOf = (amount: number): string => amount.toLocaleString('en-US');
