import { z } from "zod";
import { revisionsOf } from "../../contract/entity-tag.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import {
  definitionOf,
  ifMatchSchema,
  newScheduleSchema,
  scheduleChangeSchema,
  scheduleNameSchema,
  schedulePreviewRequestSchema,
} from "../../contract/schedule-request.ts";
import { previewToWire, scheduleToWire } from "../../contract/schedule-to-wire.ts";
import { scheduledToWire } from "../../contract/scheduled-to-wire.ts";
import { keyedCaller, optionalKey } from "../keyed.ts";
import { procedure } from "../procedure.ts";

const oneSchedule = z.strictObject({ name: scheduleNameSchema });
const target = { name: scheduleNameSchema, ifMatch: ifMatchSchema };

export const scheduleProcedures = {
  schedules: procedure.query(async ({ ctx }) => (await ctx.useCases.schedules()).map(scheduleToWire)),
  schedule: procedure
    .input(oneSchedule)
    .query(async ({ ctx, input }) => scheduleToWire(await ctx.useCases.schedule(input.name))),
  createSchedule: procedure
    .input(newScheduleSchema)
    .mutation(async ({ ctx, input }) =>
      scheduleToWire(await ctx.useCases.createSchedule(ctx.caller, definitionOf(input))),
    ),
  /** `name` says which; it stays. What is left out stays too. */
  changeSchedule: procedure
    .input(scheduleChangeSchema.extend(target))
    .mutation(async ({ ctx, input: { name, ifMatch, ...change } }) => {
      const revisions = revisionsOf(ifMatch);
      return scheduleToWire(await ctx.useCases.changeSchedule(ctx.caller, { name, revisions }, definitionOf(change)));
    }),
  deleteSchedule: procedure
    .input(z.strictObject(target))
    .mutation(async ({ ctx, input: { name, ifMatch } }) =>
      ctx.useCases.deleteSchedule(ctx.caller, { name, revisions: revisionsOf(ifMatch) }),
    ),
  triggerSchedule: procedure
    .input(oneSchedule.extend(optionalKey))
    .mutation(async ({ ctx, input }) =>
      runToWire(await ctx.useCases.triggerSchedule(keyedCaller(ctx, input), input.name), ctx.now()),
    ),
  previewSchedule: procedure
    .input(schedulePreviewRequestSchema)
    .mutation(({ ctx, input: { cronExpression, timezone = null } }) =>
      previewToWire(ctx.useCases.previewSchedule({ cronExpression, timezone })),
    ),
  resumeSchedules: procedure.mutation(async ({ ctx }) => ({
    scheduled: scheduledToWire(await ctx.useCases.resumeSchedules(ctx.caller)),
  })),
  pauseSchedules: procedure.mutation(async ({ ctx }) => ({
    scheduled: scheduledToWire(await ctx.useCases.pauseSchedules(ctx.caller)),
  })),
};
