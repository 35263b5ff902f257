import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/staff';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { RosterService } from './roster.service.js';

@Controller()
@ForStaff('administrator')
export class RosterStaffController {
  constructor(private readonly people: RosterService) {}

  @Route(contract.roster)
  roster(@Query({ schema: contract.roster.query }) query: QueryOf<typeof contract.roster>): Promise<ResponseOf<typeof contract.roster>> {
    return this.people.list(query);
  }

  @Route(contract.rosterChanges)
  changes(@Param('id', ParseIntPipe) id: number, @Query({ schema: contract.rosterChanges.query }) query: QueryOf<typeof contract.rosterChanges>): Promise<ResponseOf<typeof contract.rosterChanges>> {
    return this.people.changes(id, query);
  }

  @Route(contract.addPerson)
  add(@Viewer() viewer: StaffViewer, @Body({ schema: contract.addPerson.body }) body: BodyOf<typeof contract.addPerson>): Promise<ResponseOf<typeof contract.addPerson>> {
    return this.people.add(viewer, body);
  }

  @Route(contract.editPerson)
  edit(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.editPerson.body }) body: BodyOf<typeof contract.editPerson>): Promise<contract.RosterPerson> {
    return this.people.edit(viewer, id, body);
  }

  @Route(contract.setPersonActive)
  setActive(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.setPersonActive.body }) { seen, active }: BodyOf<typeof contract.setPersonActive>): Promise<contract.RosterPerson> {
    return this.people.setActive(viewer, id, seen, active);
  }

  @Route(contract.resetPassword)
  resetPassword(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.resetPassword.body }) { seen }: BodyOf<typeof contract.resetPassword>): Promise<ResponseOf<typeof contract.resetPassword>> {
    return this.people.resetPassword(viewer, id, seen);
  }

  @Route(contract.posts)
  posts(): Promise<ResponseOf<typeof contract.posts>> {
    return this.people.posts();
  }

  @Route(contract.addPost)
  addPost(@Body({ schema: contract.addPost.body }) body: BodyOf<typeof contract.addPost>): Promise<contract.RosterPost> {
    return this.people.savePost(null, body);
  }

  @Route(contract.editPost)
  editPost(@Param('id', ParseIntPipe) id: number, @Body({ schema: contract.editPost.body }) body: BodyOf<typeof contract.editPost>): Promise<contract.RosterPost> {
    return this.people.savePost(id, body);
  }

  @Route(contract.removePost)
  removePost(@Param('id', ParseIntPipe) id: number, @Body({ schema: contract.removePost.body }) { seen }: BodyOf<typeof contract.removePost>): Promise<{ done: true }> {
    return this.people.removePost(id, seen);
  }

  @Route(contract.saveHall)
  saveHall(@Param('id', ParseIntPipe) id: number, @Body({ schema: contract.saveHall.body }) body: BodyOf<typeof contract.saveHall>): Promise<{ id: number }> {
    return this.people.saveHall(id, body);
  }

  @Route(contract.saveDepartment)
  saveDepartment(@Param('id', ParseIntPipe) id: number, @Body({ schema: contract.saveDepartment.body }) body: BodyOf<typeof contract.saveDepartment>): Promise<{ id: number }> {
    return this.people.saveDepartment(id, body);
  }
}
