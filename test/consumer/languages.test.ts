import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generated';
import { makeDirectory } from './packed';

/** The packages of languages that this machine need not have; Python's is used in apps.test.ts. */
describe('the packages of other languages', () => {
  const { directory, remove } = makeDirectory();

  beforeAll(async () => {
    await generate(['java', 'dotnet', 'go'], directory);
  });

  afterAll(remove);

  test.each([
    ['java/src/main/java/io/github/cdkbluegreen/BlueGreenEcsService.java', 'package io.github.cdkbluegreen;'],
    ['java/pom.xml', '<artifactId>cdk-blue-green</artifactId>'],
    ['dotnet/CdkBlueGreen/CdkBlueGreen/BlueGreenEcsService.cs', 'namespace CdkBlueGreen'],
    ['dotnet/CdkBlueGreen/CdkBlueGreen.csproj', '<PackageId>CdkBlueGreen</PackageId>'],
    ['go/cdkbluegreen/BlueGreenEcsService.go', 'package cdkbluegreen'],
    ['go/cdkbluegreen/go.mod', 'module github.com/cdk-blue-green/cdk-blue-green-go/cdkbluegreen'],
  ])('have %s', (file, text) => {
    const generated = path.join(directory, 'generated', file);

    expect(existsSync(generated)).toBe(true);
    expect(readFileSync(generated, 'utf8')).toContain(text);
  });
});
