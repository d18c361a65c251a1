import * as z from 'zod';
import { deliveryStates, webAddressProblem, messageKinds, noticeKinds } from '../domain/notices.ts';
import { runStates } from '../domain/run-state.ts';
import {
  description,
  id,
  idParameter,
  name,
  next,
  pageInput,
  procedure,
  ref,
  secretName,
  time,
} from './common.ts';
import { nothing, strict } from './strict.ts';

const address = z
  .string()
  .trim()
  .max(2_000)
  .superRefine((url, context) => {
    const problem = webAddressProblem(url);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** Either the address itself, or the name of the secret that holds it. */
function oneAddress(
  channel: { url?: string | undefined; url_secret?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if ((channel.url === undefined) !== (channel.url_secret === undefined)) return;
  const message = 'must be given, or "url_secret" with the name of the secret that holds it; not both';
  context.addIssue({ code: 'custom', path: ['url'], message });
}

const common = { name, description: description.optional() };

const desktopChannel = strict({ ...common, kind: z.literal('desktop') });

const webhookChannel = strict({
  ...common,
  kind: z.literal('webhook'),
  url: address.optional().describe('http or https; redirects are not followed'),
  url_secret: secretName.optional().describe('The secret that holds the address, where that is one itself'),
  secret: secretName
    .optional()
    .describe('The key requests are signed with (HMAC-SHA256, header Slipway-Signature)'),
}).superRefine(oneAddress);

const slackChannel = strict({
  ...common,
  kind: z.literal('slack'),
  url: address
    .optional()
    .describe('Of an incoming webhook; where it is a secret itself, as at Slack, use url_secret'),
  url_secret: secretName.optional().describe('The secret that holds the address'),
}).superRefine((channel, context) => {
  oneAddress(channel, context);
  if (channel.url !== undefined && /^https?:\/\/hooks\.slack\.com\//i.test(channel.url)) {
    const message =
      'whoever has this address can post: keep it as a secret and give its name as "url_secret"';
    context.addIssue({ code: 'custom', path: ['url'], message });
  }
});

const mailAddress = z.email({ error: 'must be one e-mail address, as in ops@example.com' }).max(320);

const smtpChannel = strict({
  ...common,
  kind: z.literal('smtp'),
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'must be the name or address of a server'),
  port: z.number().int().min(1).max(65_535).optional().describe('Default 587; 465 with security "tls"'),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .optional()
    .describe('Encryption after a greeting in the clear (default), from the start, or none at all'),
  user: z.string().trim().min(1).max(320).optional(),
  secret: secretName.optional().describe("The user's password"),
  from: mailAddress,
  to: z.array(mailAddress).min(1).max(50),
}).superRefine((channel, context) => {
  if ((channel.user === undefined) === (channel.secret === undefined)) return;
  const path = [channel.user === undefined ? 'user' : 'secret'];
  context.addIssue({ code: 'custom', path, message: 'must be given: user and secret belong together' });
});

/** Where notifications go, as people write it. It holds names of secrets, never a secret. */
export const channelDefinition = z.discriminatedUnion('kind', [
  desktopChannel,
  webhookChannel,
  slackChannel,
  smtpChannel,
]);
export type ChannelDefinition = z.infer<typeof channelDefinition>;

/** What an applied object says of itself besides its definition. */
const kept = {
  id,
  revision: z
    .number()
    .int()
    .describe('Grows with every change; give it back to be told of changes by others'),
  created_at: time,
  updated_at: time,
};

export const channel = z.object({
  ...kept,
  name,
  kind: z.enum(['desktop', 'webhook', 'slack', 'smtp']),
  definition: channelDefinition,
  rules: z.array(name).describe('Rules that send to it'),
});
export type Channel = z.infer<typeof channel>;

/** When to tell, about what, and where to. */
export const ruleDefinition = strict({
  name,
  description: description.optional(),
  on: z.array(z.enum(noticeKinds)).min(1).describe('What to tell about'),
  factor: z
    .number()
    .min(1.1)
    .max(1_000)
    .optional()
    .describe('Of "slow": how many times the median of the last 20 completed runs; default 2'),
  jobs: z.array(ref).min(1).max(1_000).optional().describe('Only of these jobs'),
  environments: z.array(ref).min(1).max(1_000).optional().describe('Only of jobs in these environments'),
  channels: z.array(ref).min(1).max(50),
  enabled: z.boolean().optional().describe('Default true'),
});
export type RuleDefinition = z.infer<typeof ruleDefinition>;

export const rule = z.object({ ...kept, name, definition: ruleDefinition });
export type Rule = z.infer<typeof rule>;

/** What is sent; a webhook gets exactly this as JSON. Where it is about several, what differs is null. */
export const notificationMessage = z.object({
  id: z.string().describe('The same for every attempt to deliver it'),
  time: time.describe('Of the first thing it is about'),
  kind: z.enum(messageKinds),
  count: z.number().int().describe('How many things it is about'),
  job: z.string().nullable(),
  run: id.nullable(),
  environment: z.string().nullable(),
  state: z.enum(runStates).nullable().describe('Of the run'),
  message: z.string().describe('One line for people'),
  lines: z.array(z.string()).describe('A line for each thing it is about, the first 10'),
  link: z.string().nullable().describe('To the run, in the desktop application'),
});
export type NotificationMessage = z.infer<typeof notificationMessage>;

export const deliveryAttempt = z.object({
  attempt: z.number().int().describe('From 1'),
  at: time,
  ok: z.boolean(),
  message: z.string().describe('What was answered, or why it failed'),
  elapsed_ms: z.number(),
});

export const delivery = z.object({
  id,
  channel: name,
  rule: name.nullable().describe('Null for a test'),
  state: z.enum(deliveryStates),
  message: notificationMessage,
  created_at: time,
  next_attempt_at: time.nullable().describe('Null once it is delivered or given up'),
  attempts: z.array(deliveryAttempt),
});
export type Delivery = z.infer<typeof delivery>;

const applying = {
  id: id.optional().describe('Update this one, which may rename it'),
  revision: z.number().int().optional().describe('Refuse unless it is still at this revision'),
};

export const channels = {
  list: procedure
    .route({ method: 'GET', path: '/notifications/channels' })
    .input(nothing)
    .output(z.object({ channels: z.array(channel) })),
  get: procedure
    .route({ method: 'GET', path: '/notifications/channels/{channel}' })
    .input(strict({ channel: ref }))
    .output(channel),
  apply: procedure
    .route({ method: 'PUT', path: '/notifications/channels', summary: 'Create or update by name' })
    .input(strict({ definition: channelDefinition, ...applying }))
    .output(channel.extend({ created: z.boolean() })),
  remove: procedure
    .route({
      method: 'DELETE',
      path: '/notifications/channels/{channel}',
      summary: 'Delete one that no rule sends to; what it still had to deliver is given up',
    })
    .input(strict({ channel: ref }))
    .output(z.object({ removed: name })),
  test: procedure
    .route({
      method: 'POST',
      path: '/notifications/channels/{channel}/test',
      summary: 'Send a test message now, once; it is in the delivery log',
    })
    .input(strict({ channel: ref }))
    .output(z.object({ ok: z.boolean(), message: z.string(), elapsed_ms: z.number() })),
};

export const rules = {
  list: procedure
    .route({ method: 'GET', path: '/notifications/rules' })
    .input(nothing)
    .output(z.object({ rules: z.array(rule) })),
  apply: procedure
    .route({ method: 'PUT', path: '/notifications/rules', summary: 'Create or update by name' })
    .input(strict({ definition: ruleDefinition, ...applying }))
    .output(rule.extend({ created: z.boolean() })),
  remove: procedure
    .route({ method: 'DELETE', path: '/notifications/rules/{rule}' })
    .input(strict({ rule: ref }))
    .output(z.object({ removed: name })),
};

export const deliveries = {
  list: procedure
    .route({
      method: 'GET',
      path: '/notifications/deliveries',
      summary: 'The delivery log: every message with its attempts, newest first; kept for 90 days',
    })
    .input(
      strict({
        channel: ref.optional(),
        state: z.enum(deliveryStates).optional(),
        run: idParameter.optional().describe('Messages about this run alone'),
        ...pageInput,
      }),
    )
    .output(z.object({ deliveries: z.array(delivery), next })),
};
