import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLOCK_KINDS } from '../../src/clocks/kinds.js';
import { NotifiedSubjects } from '../../src/deliveries/notified-subjects.service.js';
import { JobRunners, Workers } from '../../src/engine/workers.service.js';
import { VERIFIED_SUBJECTS } from '../../src/events/verified.js';
import { JOB_KINDS } from '../../src/jobs/job.js';
import { SubjectKinds } from '../../src/lifecycle/subject-kinds.service.js';
import { OWNED_TYPES } from '../../src/vocabulary/subjects.js';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('every kind of clock is carried out by exactly one worker of the engine', () => {
  const workers = app.application.app.get(Workers).inTurn;
  expect(workers.flatMap(({ serves }) => serves).sort()).toEqual(Object.keys(CLOCK_KINDS).sort());
});

it('every kind of job has a runner', () => {
  const runners = app.application.app.get(JobRunners);
  expect(JOB_KINDS.filter((kind) => runners.of(kind) === undefined)).toEqual([]);
});

it('every kind of owned subject can be opened, is verified and has notifications', () => {
  const { app: program } = app.application;
  const kinds = program.get(SubjectKinds);
  expect(OWNED_TYPES.filter((type) => kinds.of(type) === undefined)).toEqual([]);
  // The core verifies leads itself, and notifies of them.
  const others = OWNED_TYPES.filter((type) => type !== 'lead');
  const verified = VERIFIED_SUBJECTS.all.map(({ subjectType }) => subjectType);
  const notified = program.get(NotifiedSubjects).all.map(({ subjectType }) => subjectType);
  expect(others.filter((type) => !verified.includes(type))).toEqual([]);
  expect(others.filter((type) => !notified.includes(type))).toEqual([]);
});
