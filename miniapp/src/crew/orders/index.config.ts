export default definePageConfig({ navigationBarTitleText: '抢修工单' });
