// What has to happen in the command's process before main. No stable interface.
#pragma once

/// Does nothing; who calls it has the rest of the file in the program.
void process_start_is_linked(void);
