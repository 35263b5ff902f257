import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Refusal } from './refusal.js';

/** Checks bodies and queries against the shared contract; says in Chinese what is wrong with which field. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const fields = issues.slice(0, 20).map((issue) => ({
      path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message: /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '填写的内容不正确',
    }));
    return new Refusal('INVALID_INPUT', { message: fields[0] && fields[0].message !== '填写的内容不正确' ? fields[0].message : undefined, fields });
  },
});
