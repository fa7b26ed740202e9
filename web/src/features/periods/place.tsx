import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '@/components/no-such-page';
import { MembersPage } from './members-page';
import { PeriodList } from './period-list';
import { PeriodPage } from './period-page';

export default function Periods() {
  return (
    <Routes>
      <Route index element={<PeriodList />} />
      <Route path=":id" element={<PeriodPage />} />
      <Route path=":id/members" element={<MembersPage differing={false} />} />
      <Route path=":id/differences" element={<MembersPage differing />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
