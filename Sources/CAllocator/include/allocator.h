// What the C library's allocator can be asked for where it is glibc's; elsewhere nothing happens. No stable interface.
#pragma once

/// Gives the system back what the allocator keeps of freed memory for itself.
void allocator_trim(void);

/// Sees that threads begun from now on set few addresses aside: 1 MiB for a stack instead of 8, and no memory of their
/// own, for which each takes 64 MiB.
void allocator_save_addresses(void);
