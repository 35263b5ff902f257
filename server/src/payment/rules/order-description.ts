const most = 127;

/** What the payer reads in WeChat's cashier. WeChat refuses four-byte characters (emoji, rare Han) and more than 127. */
export const orderDescription = (companyName: string, billCount: number) => describe(companyName, `水费（${billCount} 笔账单）`);
export const prepaymentDescription = (companyName: string) => describe(companyName, '水费预存');

function describe(companyName: string, what: string): string {
  const company = [...companyName].filter((c) => c.length === 1 && !/[\ud800-\udfff\u0000-\u001f]/.test(c)).join('').trim();
  return `${company.slice(0, most - what.length)}${what}`;
}
