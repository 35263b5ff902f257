import { Module } from '@nestjs/common';
import { BindingService } from './binding.service.js';
import { CustomerController } from './customer.controller.js';
import { CustomerService } from './customer.service.js';

@Module({ controllers: [CustomerController], providers: [CustomerService, BindingService], exports: [CustomerService, BindingService] })
export class CustomerModule {}
