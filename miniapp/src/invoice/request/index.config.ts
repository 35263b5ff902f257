export default definePageConfig({ navigationBarTitleText: '开电子发票' });
