/// <reference types="@tarojs/taro" />
declare module '*.scss';
declare module '*.css';

/** Where the API lives; empty for H5, which is served by the same origin. Set at build time. */
declare const API_BASE: string;

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5';
  }
}
