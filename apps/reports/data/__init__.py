"""The report as data: from what was read (``Material``) to what is printed (``Report``)."""

from apps.reports.data.material import Material
from apps.reports.data.report import Inventory, Report, assemble
from apps.rie.pictures import Matrix, ProfileBar, matrix_of, profile_of

__all__ = ["Inventory", "Material", "Matrix", "ProfileBar", "Report", "assemble", "matrix_of", "profile_of"]
