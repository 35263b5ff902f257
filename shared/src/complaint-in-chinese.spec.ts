import { expect, it } from 'vitest';
import * as complaint from './contract/complaint.js';
import * as duty from './contract/duty.js';
import type { AnyEndpoint } from './contract/endpoint.js';
import * as leak from './contract/leak.js';
import * as ticket from './contract/ticket.js';

const endpoints = [ticket, duty, complaint, leak].flatMap((module) => Object.values(module) as unknown[]).filter((it): it is AnyEndpoint => typeof it === 'object' && it !== null && 'path' in it);
const complaintsOf = (endpoint: AnyEndpoint, body: unknown) => (endpoint.body?.safeParse(body).error?.issues ?? []).map((issue) => issue.message);

it.each([{}, { version: 'x', text: 5, written: 'yes', approved: null, complete: null, category: null, until: 'soon', attachmentIds: 'none', items: [{}] }])('what is missing or wrong is said in Chinese: %j', (body) => {
  const said = endpoints.flatMap((endpoint) => complaintsOf(endpoint, body).map((message) => `${endpoint.path} ${message}`));
  expect(said.length).toBeGreaterThan(40);
  expect(said.filter((line) => !/[\u4e00-\u9fff]/.test(line))).toEqual([]);
});

it('a schema says what to do in its own words first', () => {
  expect(complaintsOf(ticket.decideExtension, { version: 1, approved: null })).toEqual(['请选择批准还是不批准']);
});
