/** What the system's refusals mean, and what to do about them. */
const meanings: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EACCES: ['no right to do this here', 'Check the owner, or choose another folder'],
  EPERM: ['no right to do this here', 'Check the owner, or choose another folder'],
  EROFS: ['this disk is read-only', 'Choose another folder'],
  ENOSPC: ['no space left on the disk', 'Free some space, or choose a folder on another disk'],
  EDQUOT: ['your share of the disk is used up', 'Free some space, or choose a folder on another disk'],
  EFBIG: ['larger than files may become here', 'Raise the limit (ulimit -f), or choose a folder on another disk'],
  EIO: ['the disk fails', 'Choose a folder on another disk'],
  ENOTDIR: ['a part of the path is a file', 'Choose another folder'],
  EISDIR: ['the path is a folder', 'Give the name of a file'],
  EEXIST: ['something else has this name', 'Choose another one'],
  ENOTEMPTY: ['something else has this name', 'Choose another one'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one'],
  ELOOP: ['links that lead to each other', 'Check the links in the path'],
  EMFILE: ['too many files are open', 'Close other programs, or raise the limit (ulimit -n)'],
  ENFILE: ['too many files are open', 'Close other programs, or raise the limit (ulimit -n)'],
  EBUSY: ['something else uses it', 'Close what uses it, or choose another place'],
  EPIPE: ['what read the output has ended', 'Give the command again'],
};

const meaningOf = (error: unknown) => meanings[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];

/** What a system error means, in words; undefined for one that a user cannot mend. */
export const systemMeaning = (error: unknown): string | undefined => meaningOf(error)?.[0];

/** What to do about a system error; undefined for one that a user cannot mend. */
export const systemRemedy = (error: unknown): string | undefined => meaningOf(error)?.[1];
