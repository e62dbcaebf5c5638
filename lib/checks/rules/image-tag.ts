import type { Check } from '../check';
import { containersOf } from '../model/task';
import { writtenText } from '../model/values';

export const imageTag: Check = {
  id: 'BG026',
  level: 'warning',
  title: "an image with the tag 'latest'",
  reason:
    'A revision must always mean the same image. With a tag that moves, tasks that are replaced in the middle of a release, and a rollback to the previous revision, bring up the new version.',
  wayOut: 'give a tag that never moves, or a digest',
  find: ({ releases }) =>
    releases.flatMap(({ resource, task }) =>
      (task ? containersOf(task.definition) : []).flatMap(({ Name, Image }) => {
        const image = writtenText(Image);
        if (image === undefined || !isLatest(image)) return [];
        return [{ resource, message: `container '${Name}' runs '${image.replaceAll('\0', '...')}'` }];
      }),
    ),
};

/** `latest`, or no tag, which means it. What ends in something that CloudFormation puts in may have any tag. */
function isLatest(image: string): boolean {
  if (image.includes('@') || image.endsWith('\0')) return false;
  const [, tag] = /:([^/:]*)$/.exec(image) ?? [];
  return tag === undefined || tag === 'latest';
}
