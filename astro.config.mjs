// The site: Starlight over content/docs, in the languages of content/i18n. Chapters are found by their frontmatter, see src/site.
import { fileURLToPath } from 'node:url';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { folderOf } from './src/languages/language.ts';
import { readLanguages, readTexts } from './src/languages/on-disk.ts';
import { wholeWords } from './src/site/blocks/whole-words.ts';
import { listSpacing } from './src/site/build/list-spacing.ts';
import { pages } from './src/site/build/pages.ts';
import { textSections } from './src/site/build/text-sections.ts';

const search = new URL('src/client/search.ts', import.meta.url);

export default defineConfig({
	// Starlight looks for <srcDir>/content/docs, and our pages are not code.
	srcDir: '.',
	integrations: [
		pages(),
		wholeWords(),
		starlight({
			title: 'Underbridge',
			locales: Object.fromEntries(
				readLanguages().map((lang) => [folderOf(lang) || 'root', { lang, label: readTexts(lang).language.label }]),
			),
			components: {
				Head: './src/site/components/Head.astro',
				PageTitle: './src/site/components/PageTitle.astro',
				Search: './src/site/components/Search.astro',
				Sidebar: './src/site/components/Sidebar.astro',
				SocialIcons: './src/site/components/LabStatus.astro',
			},
			customCss: [
				'./src/site/styles/ansi.css',
				'./src/site/styles/site.css',
				'./src/site/styles/run-snippet.css',
				'./src/site/styles/run-notes.css',
				'./src/site/styles/exercise.css',
				'./src/site/styles/terminal.css',
				'./src/site/styles/terminal-history.css',
				'./src/site/styles/lab-panel.css',
				'./src/site/styles/recording.css',
			],
			routeMiddleware: './src/site/route-data.ts',
			favicon: '/favicon.svg',
		}),
	],
	// What a page's frontmatter may say, for editors (.vscode/settings.json).
	experimental: { contentIntellisense: true },
	vite: {
		plugins: [textSections(), listSpacing()],
		// Starlight loads the search's interface on every page; ours waits until somebody searches.
		resolve: { alias: [{ find: /^@pagefind\/default-ui$/, replacement: fileURLToPath(search) }] },
		// Astro's own "use astro:head-inject" in every .mdx would be warned about, ten lines a page.
		build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
	},
});
