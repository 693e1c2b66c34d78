import { Command, CommanderError } from 'commander';
import { doctorCommand } from './cli/doctor.ts';
import {
  addQuietCommand,
  confirmCalendarCommand,
  importCalendarCommand,
  importQuietCommand,
  removeQuietCommand,
  showCalendarCommand,
} from './cli/calendar.ts';
import { clockCommand, meetingEndCommand } from './cli/demo.ts';
import { abandonCommand, closeCommand, releaseCommand, startCommand, statusCommand } from './cli/period.ts';
import { planCommand } from './cli/plan.ts';
import { deadDropCommand, deadListCommand, deadReplayCommand } from './cli/prompts.ts';
import { importRosterCommand } from './cli/roster.ts';
import { BadArgument, exitCodes, wordsOf } from './cli/run.ts';

/** Every command word of the operator, and nothing else: what a command does is in cli/. */
function program(): Command {
  const held = new Command('held').description('The operator’s commands of Held. Exit codes: 0 done, 1 refused, 2 usage.');

  const roster = held.command('roster').description('who takes part');
  roster
    .command('import')
    .argument('<file>', 'CSV in UTF-8: objectId,displayName,roles,school,unit,supervisorId')
    .description('take a file as the whole roster: all of it, or nothing and a list of every bad line')
    .option('--dry-run', 'show what would change, and change nothing', false)
    .action(importRosterCommand);

  const period = held.command('period').description('half-terms: collect, close, release');
  period
    .command('status')
    .description('every half-term, its state and alarms')
    .option('--json', 'for machines', false)
    .action(statusCommand);
  const questionsHelp = 'six to nine questions of the bank, such as load,mine,room; the half-term’s own plan when not given';
  period
    .command('plan')
    .argument('[id]', 'such as 2026-27-3; today’s half-term, or the next, when not given')
    .description('what everyone is asked, and which figures each unit can expect of it')
    .option('--questions <ids>', questionsHelp)
    .option('--json', 'for machines', false)
    .action(planCommand);
  period
    .command('start')
    .argument('[id]', 'such as 2026-27-3; today’s half-term, or the next, when not given')
    .option('--questions <ids>', questionsHelp)
    .description('freeze the roster and collect answers')
    .action(startCommand);
  period
    .command('close')
    .argument('[id]', 'the open half-term when not given')
    .description('refuse answers from now on; this cannot be undone')
    .action(closeCommand);
  period
    .command('release')
    .argument('[id]', 'the closed half-term when not given')
    .description('ask the opener to release a closed half-term, and wait for it')
    .option('--now', 'local mode only: do not wait 10 minutes and 24 hours', false)
    .action(releaseCommand);
  period
    .command('abandon')
    .argument('<id>', 'such as 2026-27-3')
    .description('destroy a half-term’s answers and keys unopened; this cannot be undone')
    .option('--yes', 'do it; without it nothing is done')
    .action(abandonCommand);

  const calendar = held.command('calendar').description('term dates, INSET days and holidays');
  calendar
    .command('import')
    .argument('<file>', 'iCalendar, or CSV in UTF-8 (kind,starts,ends,unit; kinds: term, half-term break, inset, holiday)')
    .description('take a file as all dates: a draft until it is confirmed')
    .action(importCalendarCommand);
  calendar
    .command('confirm')
    .description('make the draft hold, or England’s usual dates where nothing was imported')
    .action(confirmCalendarCommand);
  calendar
    .command('show')
    .description('the dates that hold, a draft, and quiet days')
    .option('--json', 'for machines', false)
    .action(showCalendarCommand);

  const quiet = held.command('quiet').description('days on which one school is left alone; no reason is kept');
  const [from, to] = [
    ['<date>', 'such as 2026-11-18'],
    ['[until]', 'the last day, where there are several'],
  ] as const;
  quiet
    .command('add')
    .argument('<school>', 'as in the roster')
    .argument(...from)
    .argument(...to)
    .action(addQuietCommand);
  quiet
    .command('import')
    .argument('<file>', 'CSV in UTF-8 (school,starts,ends), or iCalendar whose entries are called as the schools are')
    .description('take a file’s days beside those already known; they hold at once')
    .action(importQuietCommand);
  quiet
    .command('remove')
    .argument('<school>', 'as in the roster')
    .argument(...from)
    .argument(...to)
    .action(removeQuietCommand);

  const dead = held.command('prompts').description('prompts and what became of them').command('dead').description('prompts that failed');
  dead
    .command('list', { isDefault: true })
    .description('what could not be sent, or may not have arrived, and why')
    .option('--json', 'for machines', false)
    .action(deadListCommand);
  dead
    .command('replay')
    .argument('[id]', 'one of the list')
    .option('--all', 'every one of the list', false)
    .description('ask again, under every rule as it holds now')
    .action(deadReplayCommand);
  dead
    .command('drop')
    .argument('[id]', 'one of the list')
    .option('--all', 'every one of the list', false)
    .description('forget it')
    .action(deadDropCommand);
  held
    .command('doctor')
    .description('look at this deployment: what is wrong, why it matters, what mends it; changes nothing')
    .option('--json', 'for machines', false)
    .option('--url <address>', 'address of the web process, to ask whether it is ready')
    .action(doctorCommand);

  const demo = held.command('demo').description('trying Held out, in local mode only');
  demo
    .command('meeting-end')
    .description('end a meeting in the Playground')
    .option('--person <id>', 'only this person leaves it (object id); everyone in its chat when not given')
    .action(meetingEndCommand);
  demo
    .command('clock')
    .argument('<time>', 'an ISO time such as 2026-11-18T10:05, a step such as +1d, +2h or +10m, or now')
    .description('move the demo’s clock')
    .action(clockCommand);
  return held;
}

/** Commander prints its own words; every command and group under it must be told to throw instead of leaving the process. */
function throwing(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) throwing(child);
  return command;
}

try {
  await throwing(program()).parseAsync();
  process.exitCode = exitCodes.done;
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    console.error(wordsOf(error));
    process.exitCode = error instanceof BadArgument ? exitCodes.usage : exitCodes.refused;
  }
}
// Storage clients keep connections open for a while; a command that is done need not wait for them.
process.exit();
