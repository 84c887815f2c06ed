# %% [markdown]
# # Iris, beside scikit-learn
#
# Three species, four lengths: how well does a mixture find the species without having been told of them? A notebook in
# cells, which Jupyter (by jupytext) and editors open as one; `python iris.py` runs it as well.

# %%
import numpy as np
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture as Theirs

from gaussian_mixtures import fit, select
from gaussian_mixtures.sklearn import GaussianMixture as Ours

iris = load_iris()
X, species = iris.data, iris.target

# %% [markdown]
# The class that takes scikit-learn's place has its parameters, starts and iterations, so it finds the same.

# %%
theirs = Theirs(3, random_state=0).fit(X)
ours = Ours(3, random_state=0).fit(X)
print(f"scikit-learn: {theirs.n_iter_} iterations, {theirs.score(X):.6f} a point; here {ours.n_iter_}, {ours.score(X):.6f}")
assert ours.n_iter_ == theirs.n_iter_
np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-9)

# %% [markdown]
# `fit` looks for a start that leads to a better maximum, and needs no `reg_covar`.

# %%
mixture = fit(iris.data, 3, columns=iris.feature_names)
print(mixture)
print(f"agreement with the species (adjusted Rand index): {adjusted_rand_score(species, mixture.labels(X)):.3f}")
assert mixture.fit.log_likelihood >= len(X) * theirs.score(X) - 1e-6

# %% [markdown]
# How many groups are there, if nobody says? By BIC it is two: *versicolor* and *virginica* overlap. With the structure VEV,
# which many texts on mclust name, three are found well.

# %%
best = select(X, range(1, 7))
print(f"by BIC: {best.component_count} components, {best.structure}")
for candidate in sorted(best.fit.candidates, key=lambda one: one.bic or np.inf)[:5]:
    print(f"  {candidate.structure} with {candidate.component_count}: BIC {candidate.bic:.2f}")
three = fit(X, 3, "VEV")
print(f"VEV with 3: adjusted Rand index {adjusted_rand_score(species, three.labels(X)):.3f}")

# %% [markdown]
# What a mixture can say of a flower: which species, and how sure that is; and what its petals are like, if only its sepals
# were measured.

# %%
classes = three.classify(X)
print("least sure of:", [(int(i), round(float(classes.uncertainties[i]), 2)) for i in classes.uncertainties.argsort()[-3:]])
measured = X[:2].copy()
measured[:, 2:] = np.nan
print("petals from sepals:", three.impute(measured)[:, 2:].round(2).tolist(), "measured:", X[:2, 2:].tolist())
