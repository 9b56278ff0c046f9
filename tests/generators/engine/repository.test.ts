import { describe, expect, test } from '@jest/globals';
import { showTree } from '../../tools/tree.ts';
import { makeRepository } from '#generators/engine/repository.ts';
import { toyRepositoryInput } from '../fixtures/toy.ts';

describe('a repository', () => {
  test('is the whole tree of its templates', () => {
    expect(showTree(makeRepository(toyRepositoryInput()))).toMatchSnapshot();
  });
});
