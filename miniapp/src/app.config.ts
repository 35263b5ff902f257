import { packagesFor, tabs } from './routes';

const target = process.env.TARO_ENV;
const { pages, subPackages } = packagesFor(target);

export default defineAppConfig({
  pages,
  subPackages,
  lazyCodeLoading: 'requiredComponents',
  window: {
    navigationBarTitleText: '首问供水服务',
    navigationBarBackgroundColor: '#0b5f97',
    navigationBarTextStyle: 'white',
    backgroundColor: '#eef4f8',
    backgroundTextStyle: 'dark',
  },
  tabBar: {
    // In browsers our own bar is shown, with larger words.
    custom: target === 'h5',
    color: '#51626f',
    selectedColor: '#0b5f97',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: tabs.map((tab) => ({
      pagePath: tab.route.slice(1),
      text: tab.text,
      iconPath: `assets/tab/${tab.icon}.png`,
      selectedIconPath: `assets/tab/${tab.icon}-on.png`,
    })),
  },
  // The roads most residents take are ready before they tap.
  preloadRule: { 'pages/home/index': { network: 'all', packages: ['bill', 'leak', 'ticket'] } },
  permission: { 'scope.userLocation': { desc: '用于标出漏水的位置，方便抢修人员找到' } },
  requiredPrivateInfos: ['chooseLocation'],
  // Not in Taro's type yet: turns on WeChat's privacy authorisation.
  ...{ __usePrivacyCheck__: true },
});
