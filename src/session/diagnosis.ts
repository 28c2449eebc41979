// Finds out whether a command failed because it hit one of the lab's limits.
import type { Lab } from '../lab/contract.ts';
import type { RunTrouble } from '../protocol/messages.ts';

/**
 * The number of OOM kills in the lab so far, as its cgroup counts them (cgroup v2 memory.events, v1 memory.oom_control).
 */
export async function oomKills(lab: Lab): Promise<number> {
	const files = '/sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control';
	const { output } = await lab.run(`cat ${files} 2>/dev/null | awk '$1 == "oom_kill" { n += $2 } END { print n + 0 }'`);
	return Number(output.trim());
}

/**
 * The limit that a failed command hit, if any.
 * @param text The command's output, in English: a lab's locale is C.
 * @param killed Whether the OOM killer ended something in the lab while it ran.
 */
export function diagnose(text: string, exit: number, killed: boolean): RunTrouble | null {
	if (killed && (exit === 137 || /\bKilled\b|Cannot allocate memory|out of memory/i.test(text))) return 'out-of-memory';
	if (/No space left on device/.test(text)) return 'disk-full';
	if (/fork: (?:retry: )?Resource temporarily unavailable|Cannot fork/.test(text)) return 'out-of-processes';
	return null;
}
