import { expect, it } from 'vitest';
import { isOwnAddress } from './is-own-address.js';

it.each([
  ['https://water.example.cn/app/', true],
  ['https://water.example.cn/app/#/pages/home/index?x=1', true],
  ['https://water.example.cn', true],
  ['http://water.example.cn/app/', false],
  ['https://water.example.cn.evil.cn/app/', false],
  ['https://evil.cn/?https://water.example.cn/', false],
  ['https://water.example.cn@evil.cn/', false],
  ['https://evil@water.example.cn/', false],
  ['https://water.example.cn:8443/', false],
  ['https://water.example.cn\\@evil.cn/', false],
  ['//evil.cn/', false],
  ['/app/', false],
  ['javascript:alert(1)', false],
  ['', false],
])('%s → %s', (address, own) => {
  expect(isOwnAddress(address, 'https://water.example.cn')).toBe(own);
});

it('keeps to the path of the public address', () => {
  expect(isOwnAddress('https://city.cn/water/app/', 'https://city.cn/water')).toBe(true);
  expect(isOwnAddress('https://city.cn/waterworks/', 'https://city.cn/water')).toBe(false);
  expect(isOwnAddress('https://city.cn/water/../other/', 'https://city.cn/water')).toBe(false);
});
