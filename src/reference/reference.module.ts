import { Module } from '@nestjs/common';
import { ProblemsController } from './problems.controller.js';

/** The page of the problems. The other pages are files, or made as they are asked for. */
@Module({ controllers: [ProblemsController] })
export class ReferenceModule {}
