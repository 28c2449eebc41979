// The site: Starlight over content/docs, in two languages. Chapters are found by their frontmatter, see src/site.
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { snippets } from './src/site/build.ts';
import { csp } from './src/site/csp.ts';

export default defineConfig({
	// Starlight looks for <srcDir>/content/docs, and our pages are not code.
	srcDir: '.',
	integrations: [
		snippets(),
		starlight({
			title: 'Underbridge',
			locales: {
				root: { label: 'English', lang: 'en' },
				ko: { label: '한국어', lang: 'ko' },
			},
			components: {
				Head: './src/site/components/Head.astro',
				PageTitle: './src/site/components/PageTitle.astro',
				Sidebar: './src/site/components/Sidebar.astro',
				SocialIcons: './src/site/components/LabStatus.astro',
			},
			customCss: [
				'./src/site/styles/ansi.css',
				'./src/site/styles/site.css',
				'./src/site/styles/run-snippet.css',
				'./src/site/styles/run-notes.css',
				'./src/site/styles/exercise.css',
			],
			routeMiddleware: './src/site/route-data.ts',
			favicon: '/favicon.svg',
		}),
		csp(),
	],
	// Astro's own "use astro:head-inject" in every .mdx would be warned about, ten lines a page.
	vite: { build: { rolldownOptions: { checks: { moduleLevelDirective: false } } } },
});
