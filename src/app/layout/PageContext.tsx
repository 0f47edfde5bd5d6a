/** What the address asked for, reachable for every view. */
import { createContext, useContext } from 'react';
import { type PageQuery, parseQuery } from '../links/query';

const PageContext = createContext<PageQuery>(parseQuery(''));

export const PageProvider = PageContext.Provider;

/** The query of the page's address. */
export const usePageQuery = (): PageQuery => useContext(PageContext);
