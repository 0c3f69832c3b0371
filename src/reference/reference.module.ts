import { Module } from '@nestjs/common';
import { ProblemsController } from './problems.controller.js';

/** Serves the page of problem codes. The other pages are files, or rendered on demand. */
@Module({ controllers: [ProblemsController] })
export class ReferenceModule {}
