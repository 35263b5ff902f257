import type { EntityManager } from 'typeorm';

/** How long an answer is believed. */
const BELIEVED_MS = 1000;

/**
 * What hardly ever changes and is asked with every request, asked once a second. Only for what may be a second old: another server's change is
 * seen that much later. Whoever changes it here calls `forget` after the commit.
 */
export class Believed<T> {
  private known: { answer: T; at: number } | undefined;
  private forgotten = 0;

  constructor(private readonly ask: (manager: EntityManager) => Promise<T>) {}

  async get(manager: EntityManager): Promise<T> {
    if (this.known && performance.now() - this.known.at < BELIEVED_MS) return this.known.answer;
    const { forgotten } = this;
    const at = performance.now();
    const answer = await this.ask(manager);
    // What was asked before a change must not be believed after it.
    if (forgotten === this.forgotten) this.known = { answer, at };
    return answer;
  }

  forget(): void {
    this.forgotten += 1;
    this.known = undefined;
  }
}
