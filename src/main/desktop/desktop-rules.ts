import type { Client } from '../../shared/contract/index.ts';
import type { Channel, Rule } from '../../shared/contract/notifications.ts';
import type { NewsRun } from '../../shared/domain/run-news.ts';

/** What rules send to a desktop channel: nobody needs to hear the same from the shell besides. */
export interface DesktopRules {
  tellFailureOf: (run: NewsRun) => boolean;
  /** What an absence left behind. */
  tellAbsences: boolean;
}

/** As where no rule sends anything to the desktop. */
export const noDesktopRules: DesktopRules = { tellFailureOf: () => false, tellAbsences: false };

/** As the engine has them now; there are none where it cannot be asked. */
export async function readDesktopRules(client: Client): Promise<DesktopRules> {
  try {
    const [{ channels }, { rules }] = await Promise.all([client.channels.list({}), client.rules.list({})]);
    return desktopRules(channels, rules);
  } catch {
    return noDesktopRules;
  }
}

/** What the rules among these tell that send to a desktop channel and are on. */
export function desktopRules(
  channels: readonly Pick<Channel, 'name' | 'kind'>[],
  rules: readonly Pick<Rule, 'definition'>[],
): DesktopRules {
  const desktops = new Set(channels.filter(({ kind }) => kind === 'desktop').map(({ name }) => name));
  const shown = rules
    .map(({ definition }) => definition)
    .filter(({ enabled, channels: to }) => enabled !== false && to.some(name => desktops.has(name)));
  return {
    // Draft runs are in no message of a rule.
    tellFailureOf: ({ job, environment, draft }) =>
      !draft &&
      shown.some(
        rule =>
          rule.on.includes('failure') &&
          (rule.jobs?.includes(job) ?? true) &&
          (rule.environments?.includes(environment) ?? true),
      ),
    // An absence is about no job: rules that name some do not tell of it.
    tellAbsences: shown.some(rule => rule.on.includes('woke') && !rule.jobs && !rule.environments),
  };
}
