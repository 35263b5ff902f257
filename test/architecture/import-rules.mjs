/**
 * Who may import whom, for dependency-cruiser. Each rule here has a planted violation in
 * imports.spec.ts that must be found, so a rule that catches nothing fails the tests.
 */
const TECHNICAL = '(http|jobs|wechat|database|config|print)';
const SPEC = '\\.spec\\.ts$';
/** Parts of an app that its features share. */
const CONSOLE_FEATURE = '^server/console/src/features/([^/]+)/';
const MINIAPP_SHARED = '(api|ui|platform|assets)';
const MINIAPP_FEATURE = `^miniapp/src/(?!${MINIAPP_SHARED}/)([^/]+)/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export const importRules = [
  forbid('all-resolves', 'an import that is not found would hide from every other rule', {}, { couldNotResolve: true }),

  // 1. shared
  forbid('shared-stands-alone', 'no Node, DOM, React, Nest, Taro, and nothing of ours', { path: '^shared/src/', pathNot: SPEC }, { pathNot: ['^shared/src/', '/node_modules/zod/'] }),
  forbid('zod-only-in-contracts', 'values and vocabulary reach the phone without it', { path: '^shared/src/(?!contract/)' }, { path: '/node_modules/zod/' }),
  forbid('contracts-use-zod-mini', 'full zod is 94 KB on the phone', { path: '^shared/src/contract/' }, { path: '/node_modules/zod/', pathNot: '/node_modules/zod/mini/' }),

  // 2. rules
  forbid('rules-are-pure', 'a rule knows rules and shared values only', { path: '^server/src/.*/rules/', pathNot: SPEC }, { pathNot: ['^server/src/.*/rules/', '^shared/src/'] }),

  // 3. controller or job → service → rules
  forbid('controllers-ask-services', 'a controller neither decides nor touches tables, though it may name their types; readiness alone asks the database', { path: '\\.controller\\.ts$', pathNot: '^server/src/http/health\\.controller\\.ts$' }, { path: ['/rules/', '/node_modules/typeorm/'], dependencyTypesNot: ['type-only'] }),
  forbid('services-know-no-controllers', 'the way in may change, the service stays', { path: '^server/src/', pathNot: ['\\.module\\.ts$', '\\.controller\\.ts$', SPEC] }, { path: '\\.controller\\.ts$' }),

  // 4. capabilities
  forbid('folders-meet-at-their-index', 'what index.ts does not offer is private', { path: '^server/src/([^/]+)/', pathNot: [SPEC, '^server/src/rules-command/'] }, { path: '^server/src/[^/]+/', pathNot: ['^server/src/$1/', '^server/src/[^/]+/index\\.ts$'] }),
  forbid('rules-command-runs-rules', 'it works out case files by the rules themselves, without the services around them', { path: '^server/src/rules-command/', pathNot: SPEC }, { path: '^server/src/[^/]+/', pathNot: ['^server/src/rules-command/', '^server/src/[^/]+/index\\.ts$', '/rules/'] }),
  forbid('ticket-knows-no-intake', 'each way in opens tickets; the ticket knows none of them', { path: '^server/src/ticket/' }, { path: '^server/src/(leak|complaint|application|hotline|outage|appointment|queue)/' }),

  // 5. technical folders
  forbid('technical-folders-know-no-capability', 'they carry any capability', { path: `^server/src/${TECHNICAL}/`, pathNot: SPEC }, { path: '^server/src/[^/]+/', pathNot: `^server/src/${TECHNICAL}/` }),

  // 6. apps
  forbid('console-imports-only-shared', 'of ours', { path: '^server/console/' }, { path: '^(server/src|miniapp|deploy|test)/' }),
  forbid('miniapp-imports-only-shared', 'of ours', { path: '^miniapp/' }, { path: '^(server|deploy|test)/' }),
  forbid('console-features-are-apart', 'they meet in app/', { path: CONSOLE_FEATURE }, { path: CONSOLE_FEATURE, pathNot: '^server/console/src/features/$1/' }),
  forbid('console-shares-without-features', 'what features share knows none of them', { path: '^server/console/src/(?!features/|app/|main\\.tsx$)' }, { path: CONSOLE_FEATURE }),
  forbid('miniapp-features-are-apart', 'each is a package of its own on the phone', { path: MINIAPP_FEATURE }, { path: MINIAPP_FEATURE, pathNot: '^miniapp/src/$1/' }),
  forbid('miniapp-shares-without-features', 'what features share knows none of them', { path: `^miniapp/src/${MINIAPP_SHARED}/` }, { path: MINIAPP_FEATURE }),

  // 7. test
  forbid('nothing-imports-test', 'the product runs without it', { path: '^(shared|server|miniapp|deploy)/' }, { path: '^test/' }),
];
