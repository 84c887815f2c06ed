# %% [markdown]
# # The colours of a picture
#
# A picture is a cloud of points in the space of colours. A mixture finds what they gather about, with shapes: shades of one
# colour are long and thin, which k-means does not see. `python colours.py [PICTURE [COUNT]]` writes `colours.png`.

# %%
import sys
import time

import numpy as np
from PIL import Image
from sklearn.datasets import load_sample_image

from gaussian_mixtures import fit

path = sys.argv[1] if len(sys.argv) > 1 else None
count = int(sys.argv[2]) if len(sys.argv) > 2 else 8
picture = np.asarray(Image.open(path).convert("RGB")) if path else load_sample_image("flower.jpg")
height, width, _ = picture.shape

# %% [markdown]
# Colours are whole numbers, and many pixels are equal: `fit` sees by itself that they are rounded, and lets no component
# become narrower than that.

# %%
pixels = picture.reshape(-1, 3).astype(np.float32)
began = time.perf_counter()
mixture = fit(pixels, count, columns=["red", "green", "blue"])
labels = mixture.labels(pixels)
print(f"{len(pixels)} pixels, {count} colours, {time.perf_counter() - began:.2f} s")
for k in np.argsort(-mixture.weights):
    red, green, blue = (int(value) for value in mixture.means[k].round().clip(0, 255))
    print(f"  #{red:02x}{green:02x}{blue:02x}  {mixture.weights[k]:6.1%}")

# %% [markdown]
# The picture in the mean colours of its components, beside itself.

# %%
palette = mixture.means.round().clip(0, 255).astype(np.uint8)
painted = palette[labels].reshape(height, width, 3)
Image.fromarray(np.concatenate([picture, painted], axis=1)).save("colours.png")
error = np.sqrt(np.mean((painted.astype(float) - picture) ** 2))
print(f"colours.png: off by {error:.1f} of 255, and by {pixels.std(axis=0).mean():.1f} with one colour alone")
assert error < pixels.std(axis=0).mean()
