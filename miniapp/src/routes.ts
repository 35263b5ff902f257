/**
 * The one list of pages. `/pages/…` are the tabs of the main package; every other first folder is a subpackage.
 * The map page exists only in browsers: the mini-program uses WeChat's own.
 */
export const routes = {
  home: '/pages/home/index',
  progress: '/pages/progress/index',
  me: '/pages/me/index',
  bindAccount: '/customer/bind/index',
  accounts: '/customer/accounts/index',
  about: '/customer/about/index',
  bills: '/bill/list/index',
  billDetail: '/bill/detail/index',
  pay: '/bill/pay/index',
  payResult: '/bill/result/index',
  receipt: '/bill/receipt/index',
  checkReceipt: '/bill/check/index',
  payments: '/bill/payments/index',
  prepaid: '/bill/prepaid/index',
  payForRelative: '/bill/relative/index',
  usage: '/usage/history/index',
  household: '/usage/household/index',
  leakCheck: '/usage/check/index',
  invoices: '/invoice/list/index',
  invoice: '/invoice/detail/index',
  requestInvoice: '/invoice/request/index',
  reportLeak: '/leak/report/index',
  ticketFiled: '/ticket/filed/index',
  ticket: '/ticket/detail/index',
  ticketNote: '/ticket/note/index',
  ticketSupply: '/ticket/supply/index',
  complain: '/complaint/file/index',
  services: '/appointment/services/index',
  service: '/appointment/service/index',
  bookTime: '/appointment/time/index',
  bookContact: '/appointment/contact/index',
  appointment: '/appointment/detail/index',
  appointments: '/appointment/list/index',
  applyWish: '/apply/wish/index',
  applyGuide: '/apply/guide/index',
  applyForm: '/apply/form/index',
  application: '/apply/detail/index',
  crewLogin: '/crew/login/index',
  crewOrders: '/crew/orders/index',
  crewOrder: '/crew/order/index',
  choosePlace: '/leak/place/index',
} as const;

export type Route = (typeof routes)[keyof typeof routes];

const tabFolder = 'pages';
const folderOf = (route: Route) => route.split('/')[1]!;

/** Pages of the main package and of each subpackage, as `app.config` wants them. */
export function packagesFor(target: 'weapp' | 'h5'): { pages: string[]; subPackages: { root: string; pages: string[] }[] } {
  const present = Object.values(routes).filter((route) => target === 'h5' || route !== routes.choosePlace);
  const roots = [...new Set(present.map(folderOf))].filter((folder) => folder !== tabFolder);
  return {
    pages: present.filter((route) => folderOf(route) === tabFolder).map((route) => route.slice(1)),
    subPackages: roots.map((root) => ({ root, pages: present.filter((route) => folderOf(route) === root).map((route) => route.slice(root.length + 2)) })),
  };
}

export const tabs = [
  { route: routes.home, text: '首页', icon: 'home' },
  { route: routes.progress, text: '进度', icon: 'progress' },
  { route: routes.me, text: '我的', icon: 'me' },
] as const;
