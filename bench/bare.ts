import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { DataSource } from 'typeorm';

/* The floor of a start: a program of one route that loads the usual packages without using them. */
@Controller()
class BareController {
  @Get()
  read(): object {
    return { loaded: [pg.Client.name, DataSource.name] };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
