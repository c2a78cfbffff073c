import type { Reporter, TestModule } from 'vitest/node';

/** Names, at the end of a run, each test that held only at its second try: a flicker is seen, and mended. */
export class SecondTries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (test.diagnostic()?.flaky)
          console.log(`held only at the second try: ${module.relativeModuleId}: ${test.fullName}`);
      }
    }
  }
}
