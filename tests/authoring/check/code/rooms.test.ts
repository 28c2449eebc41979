// Rules about imports apply to .astro files too, which dependency-cruiser does not read.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkComponentImports, componentImports, importRules } from '../../../../src/authoring/check/code/rooms.ts';
import { describe as line } from '../../../../src/authoring/check/report.ts';
import { root } from '../../../../src/system/setup.mjs';

const text = `---
// import '../not/this.ts';
import Figure from './Figure.astro';
import {
	type One,
	two,
} from '../client/main.ts';
import inRooms from '../../content/a.cast?raw';
const late = await import('/src/site/late.ts');
---
<p>One may import 'anything' in a text, from "here".</p>
<script>
	import '../client/figures/proofs.ts';
</script>
<script src="../client/sourced.ts"></script>
`;

describe('the imports of a component', () => {
	test('are those of its frontmatter and its scripts, each with the line of its path', () => {
		expect(componentImports('src/figures/A.astro', text)).toEqual([
			{ to: 'src/figures/Figure.astro', line: 3 },
			{ to: 'src/client/main.ts', line: 7 },
			{ to: 'content/a.cast', line: 8 },
			{ to: 'src/site/late.ts', line: 9 },
			{ to: 'src/client/figures/proofs.ts', line: 13 },
			{ to: 'src/client/sourced.ts', line: 15 },
		]);
	});

	test.each([
		[
			'goes up a floor',
			"import { page } from '../site/page.ts';",
			/^src\/figures\/A\.astro:3: imports src\/site\/page\.ts: src\/figures imports nothing of ours but/,
		],
		[
			'is of a test',
			"import { page } from '../../tests/page.ts';",
			/^src\/figures\/A\.astro:3: imports tests\/page\.ts: .*\(nothing-imports-tests\)\.$/m,
		],
		[
			'leads nowhere',
			"import { page } from './page.ts';",
			/^src\/figures\/A\.astro:3: src\/figures\/page\.ts does not exist\.$/,
		],
		[
			'is of itself',
			"import A from './A.astro';",
			/^src\/figures\/A\.astro:3: imports itself in a circle: src\/figures\/A\.astro → src\/figures\/A\.astro\.$/,
		],
		[
			'leads back',
			"import B from './B.astro';",
			/^src\/figures\/A\.astro:3: imports itself in a circle: src\/figures\/A\.astro → src\/figures\/B\.astro → src\/figures\/A\.astro\.$/m,
		],
	])('are refused with file and line when one %s', async (_, statement, told) => {
		const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
		onTestFinished(() => rm(folder, { recursive: true }));
		const files = {
			'src/figures/A.astro': `---\n// A figure.\n${statement}\n---\n`,
			'src/figures/B.astro': "---\nimport A from './A.astro';\n---\n",
			'src/site/page.ts': '',
		};
		for (const [file, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, file)), { recursive: true });
			await writeFile(join(folder, file), content);
		}
		const findings = await checkComponentImports(folder, importRules(root));
		expect(findings.map(line).join('\n')).toMatch(told);
	});
});
