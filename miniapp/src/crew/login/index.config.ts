export default definePageConfig({ navigationBarTitleText: '抢修登录' });
