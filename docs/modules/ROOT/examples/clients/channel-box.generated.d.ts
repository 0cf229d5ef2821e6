// Made by the build of the application; changes are lost.

// tag::kitchen[]
/** At `/ws/kitchens/{kitchen}`. */
export interface KitchenSocketMessages {
  requests: {
    dishes: { data: undefined; reply: number };
    order: { data: Dish; reply: Ticket };
  };
}

export type KitchenSocketGroup = `kitchen-${string}`;
// end::kitchen[]

/** What all endpoints have. */
export interface ApplicationMessages {
  requests: {
    dishes: { data: undefined; reply: number };
    order: { data: Dish; reply: Ticket };
  };
}

export type ApplicationGroup = `kitchen-${string}`;
// tag::kitchen[]

export interface Dish {
  name?: string | null;
  count: number;
}

export interface Ticket {
  kitchen: string | null;
  dish: Dish | null;
  waiter: string | null;
}
// end::kitchen[]
