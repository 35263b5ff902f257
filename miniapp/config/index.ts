import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const target = process.env.TARO_ENV;
/** build.mjs says where to. */
const output = process.env.SHOUWEN_OUTPUT ?? `dist/${target}`;
/** The mini-program speaks to an absolute address; H5 is served by the server itself. */
const apiBase = target === 'weapp' ? (process.env.SHOUWEN_API_BASE ?? 'http://127.0.0.1:3000') : '';

/** Written for newer engines than the oldest phones have: private fields, `??=` and the like are compiled down. */
const modernPackages = [/[\\/]shared[\\/]dist[\\/]/, /@tanstack/, /[\\/]zod[\\/]/];
const compile = { include: [(file: string) => modernPackages.some((pattern) => pattern.test(file))] };

// `any`: webpack-chain's types are not exported by the CLI.
const provideAbortController = (chain: any, webpack: any) => {
  // react-query needs AbortController, which the mini-program's engine lacks.
  chain.plugin('abort-controller').use(webpack.ProvidePlugin, [{ AbortController: [path.resolve(__dirname, '../src/api/abort-controller.ts'), 'AbortController'] }]);
};

const shareBetweenPages = (chain: any) => {
  // Pages are chunks of their own; what several of them use is loaded once. Named, so that the first load can be measured.
  const common = { name: 'common', minChunks: 3, priority: 1, test: ({ resource = '' }: { resource?: string }) => !/leaflet/.test(resource) };
  chain.plugin('fetch-ahead').use(FetchAhead);
  chain.merge({
    optimization: { chunkIds: 'named', splitChunks: { chunks: 'all', cacheGroups: { default: false, defaultVendors: false, common } } },
    performance: { hints: false },
  });
};

/** Once the first page stands, the browser fetches what the others need: they open on a bad network, too. The map is large, and nothing without one. */
class FetchAhead {
  // `any`: webpack belongs to the CLI.
  apply(compiler: any) {
    const { Compilation, sources } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('FetchAhead', (compilation: any) =>
      compilation.hooks.processAssets.tap({ name: 'FetchAhead', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT }, (assets: Record<string, { source(): string }>) => {
        const page = assets['index.html'] && String(assets['index.html'].source());
        if (!page) return; // An error elsewhere left no page; it is told by whoever made it.
        const links = Object.keys(assets)
          .filter((file) => /\.(js|css)$/.test(file) && !file.includes('leaflet') && !page.includes(file))
          .map((file) => `<link rel="prefetch" href="/app/${file}">`);
        compilation.updateAsset('index.html', new sources.RawSource(page.replace('</head>', `${links.join('')}</head>`)));
      }),
    );
  }
}

// Sizes are written in plain px: WeChat and browsers scale them alike, and the text-size setting multiplies them.
const postcss = { pxtransform: { enable: false, config: {} }, cssModules: { enable: false, config: {} } };

export default defineConfig<'webpack5'>(async () => ({
  projectName: 'shouwen',
  date: '2026-11-21',
  designWidth: 375,
  deviceRatio: { 375: 2 },
  sourceRoot: 'src',
  outputRoot: output,
  plugins: [],
  defineConstants: { API_BASE: JSON.stringify(apiBase) },
  alias: { '@': path.resolve(__dirname, '..', 'src') },
  copy: { patterns: [{ from: 'src/assets/tab', to: `${output}/assets/tab` }], options: {} },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  mini: { compile, webpackChain: provideAbortController, optimizeMainPackage: { enable: true }, postcss },
  h5: {
    compile,
    webpackChain: shareBetweenPages,
    publicPath: '/app/',
    staticDirectory: 'static',
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: { ignoreOrder: true, filename: 'css/[name].[contenthash:8].css', chunkFilename: 'css/[name].[contenthash:8].css' },
    router: { mode: 'hash' },
    postcss: { autoprefixer: { enable: true, config: {} }, ...postcss },
  },
}));
