// Vectorscan keeps Hyperscan's interface; its header is found through pkg-config.
#include <hs.h>
