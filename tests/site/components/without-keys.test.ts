// Keys on Starlight's search button are removed; keys in text stay.
import { expect, test } from 'vitest';
import { withoutKeys } from '../../../src/site/components/without-keys.ts';

test.each([
	[
		'<button><span>Search</span><kbd class="a"><kbd>Ctrl</kbd><kbd>K</kbd></kbd> </button>',
		'<button><span>Search</span></button>',
	],
	['<p>Press <kbd>Esc</kbd>.</p><button>x</button>', '<p>Press <kbd>Esc</kbd>.</p><button>x</button>'],
	[
		'<button>x</button><script>"<kbd></kbd></button>"</script>',
		'<button>x</button><script>"<kbd></kbd></button>"</script>',
	],
])('%s', (html, right) => {
	expect(withoutKeys(html)).toBe(right);
});
