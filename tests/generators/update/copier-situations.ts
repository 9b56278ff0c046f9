/**
 * The situations of copier's own tests of updating (`tests/test_updatediff.py`, 35 functions at commit 3d96982), each
 * with what must happen here. Situations only: templates, files and tests are ours.
 */
export interface Situation {
  /** Name of copier's test. */
  readonly copier: string;
  /** Where our test is: copier-merge.test.ts, copier-around.full.ts, or nowhere because it cannot arise here. */
  readonly tested: 'merge' | 'around' | null;
  /** What somebody did. */
  readonly situation: string;
  /** What copier makes of it, where that differs from ours. */
  readonly there?: string;
  /** What must happen here, or why the situation cannot arise. */
  readonly here: string;
}

export const situations: readonly Situation[] = [
  {
    copier: 'test_updatediff',
    tested: 'merge',
    situation:
      'One line is edited, the template splits another; then nothing is new; then an answer changes.',
    here: 'Edit and new text are both there; the second update changes nothing; a new answer keeps the edit.',
  },
  {
    copier: 'test_commit_hooks_respected',
    tested: 'merge',
    situation:
      'The client reformats generated files with a formatter of their own, then the template changes them.',
    there: 'Hooks run on throw-away renders; some edits end up in a .rej file.',
    here: 'A file merged by key takes the new values and keeps the layout; no hook runs.',
  },
  {
    copier: 'test_post_checkout_hook_ignored',
    tested: 'merge',
    situation: 'Hooks of git that fail are installed, and there is a conflict.',
    here: 'No hook runs, and the conflict is reported.',
  },
  {
    copier: 'test_update_from_tagged_to_head',
    tested: 'around',
    situation: 'The new templates have no version of their own yet.',
    here: 'Other templates under the same version are an update all the same.',
  },
  {
    copier: 'test_skip_update',
    tested: 'merge',
    situation: 'A file that is written once was edited, and the template changed it.',
    here: 'The edit stays as it is, and the update says that the templates have another version.',
  },
  {
    copier: 'test_skip_update_deleted',
    tested: 'merge',
    situation: 'A file that is written once was deleted.',
    there: 'It comes back.',
    here: 'It stays deleted: who deletes a file means it.',
  },
  {
    copier: 'test_update_deleted_path',
    tested: 'merge',
    situation: 'A generated file was deleted, and the template changed it. Files with odd names lie around.',
    here: 'It stays deleted; files that were not generated are not touched, whatever they are called.',
  },
  {
    copier: 'test_update_deleted_path_not_used_as_pattern',
    tested: 'merge',
    situation: 'A generated file was deleted; files of the same name lie in other folders.',
    here: 'Only that one stays deleted.',
  },
  {
    copier: 'test_overwrite_answers_file_always',
    tested: 'merge',
    situation: "The default of a question changes after the client's answer was taken from it.",
    here: 'The answer stays what it was, nobody is asked, and the lock names the new version.',
  },
  {
    copier: 'test_file_removed',
    tested: 'merge',
    situation:
      "The template removes files from folders that also hold the client's own; one file is ignored by git.",
    here: 'Untouched generated files go, with folders that are empty then; everything else stays.',
  },
  {
    copier: 'test_update_inline_changed_answers_and_questions',
    tested: 'merge',
    situation: 'A new question is answered during the update, and its text lands where the client wrote.',
    here: 'A conflict with both texts between markers, exit code 3.',
  },
  {
    copier: 'test_update_in_repo_subdirectory',
    tested: 'around',
    situation: 'The client repository is a folder of a larger git repository.',
    here: 'Conflicts are marked in the work tree and in the index of the larger repository.',
  },
  {
    copier: 'test_update_needs_more_context',
    tested: 'merge',
    situation: 'Both sides insert into a file of blocks that look alike.',
    there: 'Right only with enough lines of context, which is an option.',
    here: 'Both insertions land in their own block, without an option.',
  },
  {
    copier: 'test_conflicted_files_are_marked_unmerged',
    tested: 'merge',
    situation: 'The same line was changed by both; files a merge might leave behind are ignored by git.',
    here: 'git knows the file as unmerged with all three sides, so git mergetool works; nothing is left beside it.',
  },
  {
    copier: 'test_3way_merged_files_without_conflicts_are_not_marked_unmerged',
    tested: 'merge',
    situation: 'Both made the same change.',
    here: 'No conflict, and git does not know the file as unmerged.',
  },
  {
    copier: 'test_update_with_new_file_in_template_and_project',
    tested: 'merge',
    situation: 'Both added a file at the same path.',
    here: 'A conflict that holds both, whole.',
  },
  {
    copier: 'test_update_with_new_file_in_template_and_project_via_migration',
    tested: 'merge',
    situation: 'The template moves a file that the client extended, and writes another one at its old path.',
    there: 'The author has to write a script; both files end in conflicts.',
    here: 'A conflict at the old path that holds the whole extension; the moved file arrives beside it.',
  },
  {
    copier: 'test_update_with_separate_git_directory',
    tested: 'around',
    situation: "git's own folder lies elsewhere.",
    here: 'Works as anywhere.',
  },
  {
    copier: 'test_update_with_skip_answered_and_new_answer',
    tested: 'around',
    situation: 'An answer is given anew on the command line.',
    here: 'It goes before the one in the lock.',
  },
  {
    copier: 'test_update_vcs_ref_current',
    tested: 'around',
    situation: 'An answer changes without an update to newer templates.',
    here: 'The same toolbox applies the new answer.',
  },
  {
    copier: 'test_update_dont_validate_computed_value',
    tested: null,
    situation: 'A value that is computed and never asked has a check of its own.',
    here: 'Answers are checked by a JSON Schema; templates compute no answers.',
  },
  {
    copier: 'test_update_git_submodule',
    tested: 'around',
    situation: 'The client repository is a submodule of another repository.',
    here: 'Works as anywhere, and the outer repository is not touched.',
  },
  {
    copier: 'test_gitignore_file_unignored',
    tested: 'merge',
    situation: 'The template begins, or ceases, to ignore a file that it writes.',
    here: 'The file and .gitignore are updated like any others.',
  },
  {
    copier: 'test_update_keeps_template_generated_gitignored_file',
    tested: 'merge',
    situation: 'The client ignores a generated file, so git does not know it.',
    here: 'It is updated like any other.',
  },
  {
    copier: 'test_update_with_answers_with_umlaut',
    tested: 'around',
    situation: 'An answer has letters beyond ASCII.',
    here: 'It is in the lock and in the files as it was typed, before and after.',
  },
  {
    copier: 'test_conflict_on_update_with_unicode_in_content',
    tested: 'merge',
    situation: 'A conflict in a text with letters beyond ASCII.',
    here: 'Both texts are there to the letter.',
  },
  {
    copier: 'test_conditional_computed_value',
    tested: 'around',
    situation: 'An answer that switches a part of a file is changed, and changed back.',
    here: 'The part goes and comes back; the file is then as it was.',
  },
  {
    copier: 'test_disable_secret_validator_on_replay',
    tested: 'around',
    situation: 'A secret answer is given anew.',
    there: 'Secrets are rendered into a file and never stored.',
    here: 'The lock holds the name of the variable only; a file of class secret is not touched.',
  },
  {
    copier: 'test_exclude_added_in_new_version',
    tested: 'merge',
    situation: 'From some version on, a file is no longer updated.',
    here: 'With the class once from the new version on, an edited file is left alone.',
  },
  {
    copier: 'test_skip_if_exists_templated',
    tested: null,
    situation: 'Which files are written once is itself computed.',
    here: 'Classes are globs in the manifest, which is data; what they do is test_skip_update.',
  },
  {
    copier: 'test_render_copier_conf_as_json_without_circular_reference',
    tested: null,
    situation: "The updater's own configuration is rendered into a file.",
    here: 'Templates see the plan, a plain document with a schema, and nothing of the toolbox.',
  },
  {
    copier: 'test_update_propagates_executable_bit_addition',
    tested: 'merge',
    situation: 'The template makes a file executable, and changes nothing else.',
    there: 'With core.fileMode off it stages the bit itself.',
    here: 'The same; taking the update back takes it out again.',
  },
  {
    copier: 'test_update_propagates_executable_bit_removal',
    tested: 'merge',
    situation: 'The template takes the executable bit from a file.',
    here: 'It is taken on disk; a bit that the client changed stays as they have it.',
  },
  {
    copier: 'test_update_preserves_exec_bit_authored_on_unix',
    tested: null,
    situation: 'A bit set on a system that has them reaches one that has not.',
    here: 'The bit is in the catalog and the lock, not in a checkout; there is no Windows to test on.',
  },
  {
    copier: 'test_update_with_exec_bit_change_and_merge_conflict',
    tested: 'merge',
    situation: 'The template makes a file executable and changes the line that the client changed.',
    here: 'The file is unmerged with its three sides and the new mode.',
  },
];
