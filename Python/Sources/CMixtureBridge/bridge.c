#include "gaussian_mixtures.h"
