import * as z from 'zod';
import { defaultMaxConcurrentRuns } from '../domain/concurrency.ts';
import { engineNames } from '../domain/engines.ts';
import { sessionParameterProblem, sessionParameterValueProblem } from '../domain/session-parameters.ts';
import { description, duration, id, name, objectName, procedure, ref, time, warning } from './common.ts';
import { nothing, strict } from './strict.ts';

/** Of an environment, or of all that share a compute profile. */
export const limits = strict({
  max_concurrent_runs: z
    .number()
    .int()
    .min(1)
    .max(512)
    .optional()
    .describe(`Runs under way at once in one environment. Default: ${defaultMaxConcurrentRuns}`),
  statement_timeout: duration.optional().describe('Of each statement. Default: none'),
});

export const sessionParameterValue = z.union([
  z
    .string()
    .max(1_000)
    // oxlint-disable-next-line no-control-regex -- these are what is refused
    .regex(/^[^\x00-\x1f\x7f]*$/, 'must not hold control characters'),
  z.number(),
  z.boolean(),
]);

const sessionParameterName = z.string().superRefine((text, context) => {
  const message = sessionParameterProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const sessionParameters = z
  .record(sessionParameterName, sessionParameterValue)
  .superRefine((parameters, context) => {
    const entries = Object.entries(parameters);
    if (entries.length > 100) context.addIssue({ code: 'custom', message: 'must be at most 100' });
    for (const [parameter, value] of entries) {
      const message = sessionParameterValueProblem(parameter, value);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [parameter], message });
    }
  })
  .describe("The warehouse's own settings for every statement, by upper-case name");

/** A compute profile as people write it: what statements run on, shared by environments that name it. */
export const computeProfileDefinition = strict({
  name,
  description: description.optional(),
  warehouse: objectName.optional(),
  limits: limits.optional(),
  session_parameters: sessionParameters.optional(),
});
export type ComputeProfileDefinition = z.infer<typeof computeProfileDefinition>;

const warnings = z
  .array(warning)
  .describe(
    'Parameters that are not known ("unknown_parameter"), and what is without effect somewhere ("no_effect")',
  );

export const computeProfile = z.object({
  id,
  name,
  description,
  definition: computeProfileDefinition,
  environments: z.array(name).describe('Environments that use it, in their order of promotion'),
  warnings,
  revision: z.number().int().describe('Grows with every change'),
  created_at: time,
  updated_at: time,
});
export type ComputeProfile = z.infer<typeof computeProfile>;

/** An environment that uses a profile, and what a change of the profile changes there. */
export const affectedEnvironment = z.object({
  environment: name,
  environment_id: id,
  protected: z.boolean(),
  engine: z.enum(engineNames),
  changes: z
    .array(
      z.object({
        field: z
          .string()
          .describe(
            '"warehouse", "limits.statement_timeout", "limits.max_concurrent_runs" or "session_parameters.NAME"',
          ),
        from: sessionParameterValue.nullable(),
        to: sessionParameterValue.nullable(),
      }),
    )
    .describe(
      'Of what holds there; none where the environment itself says otherwise, or its engine has no such thing',
    ),
});
export type AffectedEnvironment = z.infer<typeof affectedEnvironment>;

const affects = z
  .array(affectedEnvironment)
  .describe('Every environment that uses it, in their order of promotion, also where nothing changes');

export const computeProfilePlan = z.object({
  created: z.boolean().describe('There is none yet: it would be created'),
  changed: z.boolean().describe('It would become another than it is'),
  revision: z
    .number()
    .int()
    .nullable()
    .describe('Of the profile as it is; give it to `apply`. Null for a new one'),
  affects,
  warnings,
});
export type ComputeProfilePlan = z.infer<typeof computeProfilePlan>;

const application = {
  definition: computeProfileDefinition,
  id: id.optional().describe('Update this one, which may rename it'),
  revision: z.number().int().optional().describe('Refuse unless it is still at this revision'),
};

export const computeProfiles = {
  list: procedure
    .route({ method: 'GET', path: '/compute-profiles' })
    .input(nothing)
    .output(z.object({ compute_profiles: z.array(computeProfile) })),
  get: procedure
    .route({ method: 'GET', path: '/compute-profiles/{compute_profile}' })
    .input(strict({ compute_profile: ref }))
    .output(computeProfile),
  plan: procedure
    .route({
      method: 'POST',
      path: '/compute-profiles/plan',
      summary: 'What `apply` would change, and in which environments; changes nothing',
    })
    .input(strict(application))
    .output(computeProfilePlan),
  apply: procedure
    .route({
      method: 'PUT',
      path: '/compute-profiles',
      summary:
        'Create or update by name: limits of concurrency hold at once, the rest for runs created from now on',
    })
    .input(strict(application))
    .output(computeProfile.extend({ created: z.boolean(), affects })),
  remove: procedure
    .route({
      method: 'DELETE',
      path: '/compute-profiles/{compute_profile}',
      summary: 'Delete one that no environment uses',
    })
    .input(strict({ compute_profile: ref }))
    .output(z.object({ removed: name })),
};
