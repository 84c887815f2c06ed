// What is linked in the place of newer versions of glibc's functions; glibc's own headers declare them.
#pragma once
